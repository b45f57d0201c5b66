"""The follow-up decisions: ten years of scans for one patient, and for a thousand."""
