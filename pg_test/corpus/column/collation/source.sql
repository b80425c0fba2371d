CREATE TABLE t (
  a text COLLATE "C", b varchar(20) COLLATE "POSIX", c text COLLATE "en-x-icu", d text[] COLLATE "C", e char(4) COLLATE "ucs_basic"
);
