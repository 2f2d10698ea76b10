"""Offers as open data: Open Referral HSDS 3.0, read-only, for anybody."""
