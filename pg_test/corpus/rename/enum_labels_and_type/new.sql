CREATE TYPE feeling AS ENUM ('unhappy', 'ok');
CREATE TABLE t (a feeling DEFAULT 'ok');
