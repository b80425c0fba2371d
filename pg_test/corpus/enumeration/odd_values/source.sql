CREATE TYPE "Odd Values" AS ENUM ('it''s', 'back\slash', 'double"quote', ' space ', 'ünïcode ☃', '', 'a,b', '{x}');
COMMENT ON TYPE "Odd Values" IS 'labels that need quotes';
