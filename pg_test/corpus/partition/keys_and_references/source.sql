CREATE TABLE customer (id integer PRIMARY KEY);
CREATE TABLE o (id integer, at date, customer integer REFERENCES customer, PRIMARY KEY (id, at), UNIQUE (at, id)) PARTITION BY RANGE (at);
CREATE TABLE o1 PARTITION OF o FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE o2 PARTITION OF o FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE line (o integer, at date, n integer, FOREIGN KEY (o, at) REFERENCES o (id, at) ON DELETE CASCADE);
CREATE TABLE line_of_one (o integer, at date, FOREIGN KEY (o, at) REFERENCES o1 (id, at));
