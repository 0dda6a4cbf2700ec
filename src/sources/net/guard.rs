//! Which addresses may be connected to.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Looks names up and keeps only addresses of the open internet, and those of the servers that were allowed.
/// What it gives is what is connected to, so a name that changes its mind in between gains nothing.
#[derive(Debug, Default)]
pub(super) struct Guard {
    inner: DefaultResolver,
    pub(super) allowed: Allowed,
}

/// Servers of the reader's own, as `host:port`.
pub(super) type Allowed = Arc<Mutex<BTreeSet<String>>>;

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let name = server(uri);
        let own = self.allowed.lock().is_ok_and(|allowed| allowed.contains(&name));
        let mut kept = self.empty();
        for address in &found {
            if own || is_public(address) {
                kept.push(*address);
            }
        }
        if kept.is_empty() {
            let refused = std::io::Error::new(std::io::ErrorKind::PermissionDenied, PRIVATE);
            return Err(ureq::Error::Io(refused));
        }
        Ok(kept)
    }
}

/// The message by which a refusal is known again.
pub(super) const PRIVATE: &str = "the address is in a private network";

/// `host:port` of an address.
fn server(uri: &Uri) -> String {
    let https = uri.scheme_str() == Some("https");
    let port = uri.port_u16().unwrap_or(if https { 443 } else { 80 });
    format!("{}:{port}", uri.host().unwrap_or_default().to_ascii_lowercase())
}

fn is_public(address: &SocketAddr) -> bool {
    match address.ip() {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// False for the blocks of the IANA special-purpose registry that are not globally reachable, and multicast.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19)))
}

/// As [`is_public_v4`]; addresses that stand for one of version 4 are judged by it.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    if let Some(v4) = ip.to_ipv4() {
        // Mapped and compatible addresses; `::` and `::1` are among the latter.
        return is_public_v4(v4);
    }
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match s {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x64, 0xff9b, ..] => false,
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, ORCHID, documentation.
        [0x2001, block, ..] if block < 0x200 || block == 0xdb8 => false,
        // 2000::/3 is all that is given out.
        [first, ..] => (first & 0xe000) == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_in_all_their_forms_are_known() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.0.1",
            "203.0.113.9",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "::127.0.0.1",
            "64:ff9b:1::1",
        ] {
            let ip: IpAddr = ip.parse().unwrap();
            assert!(!is_public(&SocketAddr::new(ip, 80)), "{ip}");
        }
        for ip in
            ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
        {
            let ip: IpAddr = ip.parse().unwrap();
            assert!(is_public(&SocketAddr::new(ip, 80)), "{ip}");
        }
    }

    #[test]
    fn a_server_is_its_host_and_port() {
        for (address, name) in [
            ("http://Localhost/x", "localhost:80"),
            ("https://a.example/", "a.example:443"),
            ("http://127.0.0.1:1200/feed", "127.0.0.1:1200"),
        ] {
            assert_eq!(server(&address.parse().unwrap()), name);
        }
    }
}
