"""Pages: is a letter genuine (anybody); what is on its way (staff)."""
