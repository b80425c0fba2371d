//! A server that lies: it stands between dblink and a source, and what the source says goes through it.
//!
//! The protocol: <https://www.postgresql.org/docs/current/protocol-message-formats.html>.

use crate::{Outcome, server};
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// One message of the server.
#[derive(Clone, Debug)]
pub struct Message {
    pub tag: u8,
    pub body: Vec<u8>,
}

/// What the source has been asked last on a connection, and how often anything.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub sql: String,
    pub number: usize,
}

/// Passes a message of the source on, or something else, to dblink; an error closes the connection.
pub type Lie = dyn FnMut(&Asked, Message, &mut dyn Write) -> io::Result<()> + Send;

/// Listens on a port of its own until dropped.
pub struct Liar {
    port: u16,
    done: Arc<AtomicBool>,
}

impl Liar {
    /// Each connection gets a lie of its own.
    pub fn new(lie: impl Fn() -> Box<Lie> + Send + 'static) -> Outcome<Self> {
        Self::serving(move |client| {
            let lie = lie();
            // What fails here is told by dblink.
            std::thread::spawn(move || drop(serve(client, lie)));
        })
    }

    /// Connections are served one way or another.
    pub fn serving(mut serve: impl FnMut(TcpStream) + Send + 'static) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| format!("bind: {e}"))?;
        let port = listener.local_addr().map_err(|e| format!("bind: {e}"))?.port();
        let done = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&done);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                serve(client);
            }
        });
        Ok(Self { port, done })
    }

    /// SQL that turns the server `src_server` of a target to this one.
    pub fn instead(&self) -> String {
        format!("ALTER SERVER src_server OPTIONS (SET port '{}');", self.port)
    }
}

impl Drop for Liar {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        // Wakes the listener.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// SQL that turns it back.
pub fn honest() -> String {
    format!("ALTER SERVER src_server OPTIONS (SET port '{}');", server::port())
}

fn serve(mut client: TcpStream, mut lie: Box<Lie>) -> io::Result<()> {
    let start = startup(&mut client)?;
    let port: u16 = server::port().parse().unwrap_or_default();
    let mut source = TcpStream::connect(("127.0.0.1", port))?;
    client.set_nodelay(true)?;
    source.set_nodelay(true)?;
    source.write_all(&start)?;
    let asked = Arc::new(Mutex::new(Asked::default()));
    let (mut from, mut to) = (client.try_clone()?, source.try_clone()?);
    let noted = Arc::clone(&asked);
    let asking = std::thread::spawn(move || -> io::Result<()> {
        loop {
            let message = Message::read(&mut from)?;
            if message.tag == b'Q'
                && let Ok(mut asked) = noted.lock()
            {
                let sql = message.body.strip_suffix(&[0]).unwrap_or(&message.body);
                asked.sql = String::from_utf8_lossy(sql).into_owned();
                asked.number += 1;
            }
            message.write(&mut to)?;
        }
    });
    let told = loop {
        let message = match Message::read(&mut source) {
            Ok(message) => message,
            Err(error) => break Err(error),
        };
        let now = asked.lock().map(|asked| asked.clone()).unwrap_or_default();
        if let Err(error) = lie(&now, message, &mut client) {
            break Err(error);
        }
    };
    let _ = client.shutdown(std::net::Shutdown::Both);
    let _ = source.shutdown(std::net::Shutdown::Both);
    let _ = asking.join();
    told
}

/// The client's first packet; what it asks for before that is not to be had.
pub fn startup(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    const ENCRYPTION: [u32; 2] = [80_877_103, 80_877_104];
    loop {
        let mut head = [0; 8];
        client.read_exact(&mut head)?;
        let number = |at: usize| u32::from_be_bytes([0, 1, 2, 3].map(|i| head[at + i]));
        if ENCRYPTION.contains(&number(4)) {
            client.write_all(b"N")?;
            continue;
        }
        let mut rest = vec![0; (number(0) as usize).saturating_sub(8)];
        client.read_exact(&mut rest)?;
        return Ok([head.as_slice(), &rest].concat());
    }
}

impl Message {
    pub fn read(from: &mut dyn Read) -> io::Result<Self> {
        let mut head = [0; 5];
        from.read_exact(&mut head)?;
        let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]);
        let mut body = vec![0; (length as usize).saturating_sub(4)];
        from.read_exact(&mut body)?;
        Ok(Self { tag: head[0], body })
    }

    pub fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(&self.bytes())
    }

    pub fn bytes(&self) -> Vec<u8> {
        let length = (self.body.len() as u32 + 4).to_be_bytes();
        [&[self.tag], length.as_slice(), &self.body].concat()
    }

    /// A row of values, which need be no texts.
    pub fn row(values: &[Option<Vec<u8>>]) -> Self {
        let mut body = (values.len() as u16).to_be_bytes().to_vec();
        for value in values {
            let length = value.as_ref().map_or(u32::MAX, |v| v.len() as u32);
            body.extend(length.to_be_bytes());
            body.extend(value.iter().flatten());
        }
        Self { tag: b'D', body }
    }

    /// The values of a row; none for any other message.
    pub fn values(&self) -> Option<Vec<Option<Vec<u8>>>> {
        if self.tag != b'D' {
            return None;
        }
        let mut rest = self.body.get(2..)?;
        let mut values = Vec::new();
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let length = u32::from_be_bytes(*length);
            let taken = if length == u32::MAX { 0 } else { length as usize };
            let (value, next) = after.split_at_checked(taken)?;
            values.push((length != u32::MAX).then(|| value.to_vec()));
            rest = next;
        }
        Some(values)
    }

    /// An error, or with `N` a notice: fields by their letters.
    pub fn report(tag: u8, fields: &[(u8, &str)]) -> Self {
        let mut body = Vec::new();
        for (letter, text) in fields {
            body.push(*letter);
            body.extend(text.as_bytes());
            body.push(0);
        }
        body.push(0);
        Self { tag, body }
    }
}
