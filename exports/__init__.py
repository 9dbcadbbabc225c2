"""The records as files to take away: CSV, JSON Lines, Parquet, with their dictionary and checksums."""
