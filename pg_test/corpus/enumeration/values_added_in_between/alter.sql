ALTER TYPE size ADD VALUE 'huge';
ALTER TYPE size ADD VALUE 'tiny' BEFORE 'small';
ALTER TYPE size ADD VALUE 'it''s "big"' BEFORE 'large';
ALTER TYPE size ADD VALUE 'medium' AFTER 'small';
