import CLibc
import Foundation

/// The FIFO over which each daemon reports its start.
final class Beacons {
  /// One start of a daemon.
  struct Start {
    let time: Double
    let process: pid_t
  }

  private static let reportSize = 64
  private let descriptor: CInt
  private var seen: [String: [Start]] = [:]

  init(path: String) throws {
    guard mkfifo(path, 0o600) == 0 else { throw Failure("unable to create \(path)") }
    descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure("unable to open \(path)") }
    // Room for a report of each of thousands of daemons, which would wait for us otherwise.
    let pipeSize: CInt = 1031
    _ = libc_fcntl(descriptor, pipeSize, 1 << 20)
  }

  deinit { close(descriptor) }

  /// Returns the start number `count` of each name, in order, once all are there.
  func wait(for names: [String], count: Int = 1, seconds: Double = 60) throws -> [Start] {
    var open = names[...]
    try Clock.wait(for: "\(open.count) of \(names.count) daemons", seconds: seconds) {
      collect()
      open = open.drop { seen[$0, default: []].count >= count }
      return open.isEmpty
    }
    return names.compactMap { seen[$0]?[count - 1] }
  }

  /// How often the daemon of this name has started so far.
  func starts(of name: String) -> Int {
    collect()
    return seen[name, default: []].count
  }

  /// Forgets all starts; the names are not used again.
  func forget() {
    collect()
    seen = [:]
  }

  private func collect() {
    var bytes = [UInt8](repeating: 0, count: Self.reportSize * 512)
    while true {
      let count = read(descriptor, &bytes, bytes.count)
      guard count > 0 else { return }
      for offset in stride(from: 0, to: count, by: Self.reportSize) {
        let (time, process) = bytes.withUnsafeBytes {
          (
            $0.loadUnaligned(fromByteOffset: offset, as: Int64.self),
            $0.loadUnaligned(fromByteOffset: offset + 8, as: Int64.self)
          )
        }
        let name = bytes[offset + 16..<offset + Self.reportSize].prefix { $0 != 0 }
        let start = Start(time: Double(time) / 1e9, process: pid_t(process))
        seen[String(decoding: name, as: UTF8.self), default: []].append(start)
      }
    }
  }
}
