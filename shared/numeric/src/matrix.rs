//! The numbers a model sees.

/// A dense table of `f64`, column after column. A missing value is NaN.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    rows: usize,
    names: Vec<String>,
    values: Vec<f64>,
}

impl Matrix {
    /// A matrix of these named columns.
    ///
    /// # Panics
    /// When the columns are not all `rows` long.
    #[must_use]
    pub fn new(rows: usize, columns: Vec<(String, Vec<f64>)>) -> Self {
        let mut names = Vec::with_capacity(columns.len());
        let mut values = Vec::with_capacity(rows * columns.len());
        for (name, column) in columns {
            assert_eq!(column.len(), rows, "column {name} has the wrong length");
            names.push(name);
            values.extend(column);
        }
        Self { rows, names, values }
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.names.len()
    }

    /// The columns' names.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// One column.
    #[must_use]
    pub fn column(&self, index: usize) -> &[f64] {
        &self.values[index * self.rows..(index + 1) * self.rows]
    }

    /// All values, row after row.
    #[must_use]
    pub fn to_row_major(&self) -> Vec<f64> {
        let width = self.columns();
        let mut out = vec![0.0; self.values.len()];
        for (index, column) in self.values.chunks_exact(self.rows.max(1)).enumerate() {
            for (row, value) in column.iter().enumerate() {
                out[row * width + index] = *value;
            }
        }
        out
    }

    /// The rows of these numbers, in their order.
    #[must_use]
    pub fn take(&self, rows: &[usize]) -> Self {
        let mut values = Vec::with_capacity(rows.len() * self.columns());
        for index in 0..self.columns() {
            let column = self.column(index);
            values.extend(rows.iter().map(|&row| column[row]));
        }
        Self { rows: rows.len(), names: self.names.clone(), values }
    }

    /// The first column with a missing or infinite value, by name.
    #[must_use]
    pub fn first_not_finite(&self) -> Option<&str> {
        (0..self.columns())
            .find(|&index| self.column(index).iter().any(|v| !v.is_finite()))
            .map(|index| self.names[index].as_str())
    }
}
