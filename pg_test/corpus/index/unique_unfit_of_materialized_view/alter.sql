CREATE UNIQUE INDEX m_a ON m (lower(a));
CREATE UNIQUE INDEX e_a ON "e""mpty" (a);
