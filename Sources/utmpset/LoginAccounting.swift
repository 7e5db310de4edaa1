import CLibc
import Console
import RunitCore
import Unix

/// The files in which logins are kept. Every program that writes them locks them first.
enum LoginAccounting {
  private static let utmp: CString = "/var/run/utmp"
  private static let wtmp: CString = "/var/log/wtmp"

  /// Marks the login on `line` as ended in utmp; `false` when there is none.
  static func logout(from line: CString) throws(Failure) -> Bool {
    let file = try explain("unable to open", utmp, FileDescriptor.open(utmp, O_RDWR))
    try explain("unable to lock", utmp, file.lock())
    var buffer = TextBuffer<384>()
    while true {
      try explain("unable to read", utmp, read(into: &buffer, from: file))
      // Behind the last record there may be a part of one, which nobody can be logged in by.
      guard var record = UtmpRecord(decoding: buffer.span) else { return false }
      guard record.isLogin(on: line.bytes) else { continue }
      record.logout(at: Clock.realtime.seconds)
      try explain("unable to write", utmp, file.seek(by: -UtmpRecord.encodedSize))
      try explain("unable to write", utmp, file.writeAll(record.encoded))
      return true
    }
  }

  private static func read(into buffer: inout TextBuffer<384>, from file: borrowing FileDescriptor) throws(Errno) {
    try buffer.replace { (bytes) throws(Errno) in try file.read(into: &bytes) }
  }

  /// Appends the logout from `line` to wtmp.
  static func recordLogout(from line: CString) throws(Failure) {
    let file = try explain("unable to open", wtmp, FileDescriptor.append(to: wtmp, mode: 0o600))
    try explain("unable to lock", wtmp, file.lock())
    // A line that no record has room for was not found in utmp either.
    guard let record = UtmpRecord(logoutFrom: line.bytes, at: Clock.realtime.seconds) else { return }
    try explain("unable to write", wtmp, file.writeAll(record.encoded))
  }
}
