"""账号与权限: users, roles with dates, scopes by division; login rules (DESIGN.md section 5)."""
