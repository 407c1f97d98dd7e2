"""A pilot on a table of one's own, from the rows to go or no-go. Chapter: *A pilot on your own data*."""
