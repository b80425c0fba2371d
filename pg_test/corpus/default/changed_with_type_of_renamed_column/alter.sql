CREATE TYPE ostat AS ENUM ('new', 'paid');
ALTER TABLE o ALTER status DROP DEFAULT, ALTER status TYPE ostat USING status::ostat, ALTER status SET DEFAULT 'new';
ALTER TABLE o RENAME status TO st;
ALTER TABLE o ALTER n DROP DEFAULT, ALTER n TYPE integer USING n::integer, ALTER n SET DEFAULT 5;
ALTER TABLE o RENAME n TO number;
ALTER TABLE p ALTER status DROP DEFAULT, ALTER status TYPE ostat USING status::ostat, ALTER status SET DEFAULT 'paid';
ALTER TABLE p RENAME TO q;
