"""指标与规划: the plan's indicators from records, reconciliation, forecasts, reports (plan F1-F3)."""
