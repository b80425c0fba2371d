ALTER TYPE mood ADD VALUE 'it''s';
ALTER TYPE mood ADD VALUE 'a "b"';
ALTER TYPE mood ADD VALUE 'c\d';
ALTER TABLE person ALTER other SET DEFAULT 'c\d', ALTER list SET DEFAULT '{"a \"b\"",it''s}';
ALTER VIEW moods ALTER COLUMN mood SET DEFAULT 'it''s';
