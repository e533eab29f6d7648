"""机构与设施: organisations, facilities, beds, posts, certificates, effective-dated."""
