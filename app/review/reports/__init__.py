"""The 意见汇总处理表: one table, several file formats."""
