-- A user's view needs what the source has no more: nothing may be taken from that user.
CREATE TABLE t (a integer, b text);
