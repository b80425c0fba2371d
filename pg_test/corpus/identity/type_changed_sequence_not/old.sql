-- Nobody told the sequence, which ends where it did.
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, a text);
