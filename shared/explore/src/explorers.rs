//! The explorers, one file each, and what several of them draw alike.

mod autocorrelation;
mod axis;
mod box_plot;
mod boxes;
mod class_overlap;
mod correlation_matrix;
mod covariance_matrix;
mod density_heatmap;
mod describe;
mod ecdf_plot;
mod histogram_plot;
mod matrix;
mod multi_column_box_plot;
mod parallel_categories;
mod parallel_coordinates;
mod points;
mod row;
mod scatter_matrix;
mod scatter_plot;
mod seasonal_decomposition;
mod time_index_audit;
mod time_series_plot;
mod wordcloud;
