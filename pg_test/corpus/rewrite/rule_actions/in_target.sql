SELECT setval('dw__dbo.order_log_log_id_seq', max(log_id)) FROM dw__dbo.order_log;
INSERT INTO dw__dbo."order" (order_id, customer_name, total) VALUES (3, 'Cyd', 7), (4, 'Cyd', 0), (5, 'Dan', 1);
UPDATE dw__dbo."order" SET customer_name = 'Eve' WHERE order_id IN (1, 3);
DELETE FROM dw__dbo."order" WHERE order_id = 5;
DELETE FROM dw__dbo.customer;
