CREATE INDEX own ON t (a) WHERE a > 0;
CREATE UNIQUE INDEX own_unique ON t (lower(b), a);
COMMENT ON INDEX own IS 'for a report';
