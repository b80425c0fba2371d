INSERT INTO payment VALUES
    (1, ROW(1, 'EUR'), ARRAY[ARRAY[ROW(1, 'a,"b')::money_of], ARRAY[NULL::money_of]]), (2, NULL, '{}'),
    (3, ROW(NULL, NULL), '[3:4]={"(1,)",NULL}');
