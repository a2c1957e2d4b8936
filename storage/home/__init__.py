"""What Home shows: few rows of each kind, the most important first, in little time however large the business is."""
