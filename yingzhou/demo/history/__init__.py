"""Ten years of payments before this system (B1-B6, C9, C10, C27): sealed years of synthetic lines.

They go straight into Parquet files (``kernel.payments.sealing``); the database gets their sums and
digests. Of 2016-2020 the sums equal the plan's figures (G21, G22, G37, G38, G41, G42, G45, G46);
later years go on as they would. Whoever gets something is a person of the demo who was there then.
"""
