-- since 14
CREATE TYPE pattern_range AS RANGE (
  subtype = text, subtype_opclass = text_pattern_ops, multirange_type_name = "Pattern Multi");
CREATE FUNCTION overlaps(a pattern_range, b "Pattern Multi") RETURNS boolean LANGUAGE sql AS 'SELECT a && b';
