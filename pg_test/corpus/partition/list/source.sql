CREATE TABLE shop (id integer, country char(2)) PARTITION BY LIST (country);
CREATE TABLE shop_dach PARTITION OF shop FOR VALUES IN ('DE', 'AT', 'CH');
CREATE TABLE shop_none PARTITION OF shop FOR VALUES IN (NULL);
CREATE TABLE shop_quote PARTITION OF shop FOR VALUES IN ('''''');
CREATE TABLE shop_rest PARTITION OF shop DEFAULT;
