import Console
import RunitCore
import Unix

/// The time that stage 3 has, before the machine ends without it.
enum Stage3Timeout {
  private static let path: CString = "/etc/runit/stage3-timeout"
  /// More than thirty years, and far from any overflow.
  private static let maximum: UInt64 = 1_000_000_000

  /// `nil` when there is no file, or none that makes sense: then stage 3 has all the time it wants, as in runit.
  static var seconds: Int? {
    var text = TextBuffer<64>()
    do throws(Errno) {
      try patiently { () throws(Errno) in
        let file = try FileDescriptor.read(path)
        try text.replace { (buffer) throws(Errno) in try file.read(into: &buffer) }
      }
    } catch {
      if error != .noSuchFile { ProcessOne.reporter.warn("unable to read", path, error) }
      return nil
    }
    let value = text.span.firstLine.trimmed
    guard let seconds = Decimal.parse(value) else {
      var word = PathBuffer()
      _ = word.append(value)
      word.withCString { ProcessOne.reporter.warn("no number of seconds in /etc/runit/stage3-timeout:", $0) }
      return nil
    }
    return seconds == 0 ? nil : Int(min(seconds, maximum))
  }
}
