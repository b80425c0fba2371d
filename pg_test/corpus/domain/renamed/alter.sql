ALTER DOMAIN amount RENAME TO "Amount";
