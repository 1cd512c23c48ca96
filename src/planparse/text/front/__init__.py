"""What notice and cover say of a plan: title, number, issuer, date, region, period."""
