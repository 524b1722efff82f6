"""What people ask of the agency about their record: questions about an access, rectifications, complaints."""
