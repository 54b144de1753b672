// BerthPKI
