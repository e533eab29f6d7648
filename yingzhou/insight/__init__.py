"""指标与规划: indicators from records, reconciliation, forecasts, reports (plan F1-F3)."""
