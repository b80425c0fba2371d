ALTER TYPE app.b SET (RECEIVE = app.b_recv, SEND = app.b_send);
