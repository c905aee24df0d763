//! Writes folders of invented servers: notes.ini, a Server document in DXL and a console log each.

use std::fs;
use std::io;
use std::path::Path;

/// Bytes of a notes.ini, a Server document and a console log, about.
const INI: usize = 9_000;
const DXL: usize = 10_000;
const LOG: usize = 4_000;
/// Bytes of a server's folder, about.
pub(crate) const FOLDER: u64 = (INI + DXL + LOG) as u64;

/// Writes the folders of so many servers below `folder`.
pub(crate) fn write(folder: &Path, servers: u64) -> io::Result<()> {
    (0..servers).try_for_each(|number| {
        let own = folder.join(format!("trav{number:06}"));
        fs::create_dir_all(&own)?;
        fs::write(own.join("notes.ini"), ini(number))?;
        fs::write(own.join("server.dxl"), dxl(number))?;
        fs::write(own.join("console.log"), log(number))
    })
}

fn ini(number: u64) -> String {
    let mut text = format!(
        "[Notes]\r\nKitType=2\r\nServerName=CN=TRAV{number:06}/O=Acme\r\nDirectory=/local/notesdata\r\n\
         ServerTasks=Update,Replica,Router,AMgr,AdminP,HTTP,Traveler\r\nNTS_AS_ENFORCE_POLICY=true\r\n\
         NTS_EXTERNAL_URL=https://mail{number}.example.com/traveler\r\nDisableSSLv3=1\r\n"
    );
    for line in 0.. {
        if text.len() >= INI {
            break;
        }
        text.push_str(&format!(
            "Renovations_Setting_{line:03}=a value that no check reads {line}\r\n"
        ));
    }
    text
}

fn dxl(number: u64) -> String {
    let mut text = format!(
        "<?xml version='1.0' encoding='utf-8'?>\n\
         <database xmlns='http://www.lotus.com/dxl' version='14.5' replicaid='85257C5A00518E3B' title='Acme Directory'>\n\
         <document form='Server'><noteinfo noteid='8f6' unid='6B1F0A7C94D2E358{number:016X}' sequence='9'/>\n\
         <item name='Type'><text>Server</text></item>\n\
         <item name='ServerName'><text>CN=TRAV{number:06}/O=Acme</text></item>\n\
         <item name='ServerBuildNumber'><text>Release 14.5.1</text></item>\n\
         <item name='SMTPFullHostDomain'><text>mail{number}.example.com</text></item>\n\
         <item name='LdISite'><text>1</text></item>\n"
    );
    for line in 0.. {
        if text.len() >= DXL {
            break;
        }
        text.push_str(&format!(
            "<item name='Other{line:03}'><text>a value that no check reads</text></item>\n"
        ));
    }
    text.push_str("</document>\n</database>\n");
    text
}

fn log(number: u64) -> String {
    let mut text = format!(
        "[0F3C:0002-0E20] 10/19/2026 06:02:11 AM  HCL Domino (r) Server (64 Bit), Release 14.5.1, June 3, 2026\r\n\
         [0F3C:0002-0E20] 10/19/2026 06:02:23 AM  Server started on TRAV{number:06}/Acme\r\n\
         [1510:0002-1518] 10/19/2026 06:02:47 AM  Traveler: HCL Traveler 14.5.1 Build 202606031205_20\r\n"
    );
    while text.len() < LOG {
        text.push_str("[1248:0009-1270] 10/19/2026 08:12:44 AM  Router: Message 004A31C7 delivered to Jane Doe/Acme\r\n");
    }
    text
}
