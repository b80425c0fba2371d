ALTER OPERATOR app.=== (integer, integer) SET (RESTRICT = contsel, JOIN = NONE);
