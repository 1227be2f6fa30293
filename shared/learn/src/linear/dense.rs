//! A small matrix, column after column.

/// `rows * columns` numbers, column after column.
#[derive(Debug, Clone)]
pub(super) struct Dense {
    pub rows: usize,
    pub columns: usize,
    pub values: Vec<f64>,
}

impl Dense {
    /// All zeros.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self { rows, columns, values: vec![0.0; rows * columns] }
    }

    /// One column.
    pub fn column(&self, index: usize) -> &[f64] {
        &self.values[index * self.rows..(index + 1) * self.rows]
    }

    /// One column, to change.
    pub fn column_mut(&mut self, index: usize) -> &mut [f64] {
        &mut self.values[index * self.rows..(index + 1) * self.rows]
    }

    /// One cell.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[column * self.rows + row]
    }

    /// This one above the other; both have the same columns.
    pub fn above(&self, below: &Self) -> Self {
        let mut both = Self::zeros(self.rows + below.rows, self.columns);
        for column in 0..self.columns {
            let (top, bottom) = both.column_mut(column).split_at_mut(self.rows);
            top.copy_from_slice(self.column(column));
            bottom.copy_from_slice(below.column(column));
        }
        both
    }

    /// The columns up to `columns`.
    pub fn first(mut self, columns: usize) -> Self {
        self.values.truncate(columns * self.rows);
        self.columns = columns;
        self
    }
}
