import CLibc
import Console
import RunitCore
import Unix

extension LogConfiguration {
  /// More than any `config` needs, and little enough to have in memory.
  private static let largestText = 1 << 20

  /// Reads `config` in `directory`, called `name`; `nil` without one.
  ///
  /// - Throws: why it can't be read. It may say anything then: that is not to be taken for none.
  static func read(in directory: borrowing FileDescriptor, of name: CString) throws(Failure) -> LogConfiguration? {
    let text: [UInt8]
    do throws(Errno) {
      let file = try FileDescriptor.readTrusted("config", in: directory)
      let status = try FileStatus(of: file)
      // What a FIFO says depends on its writer, and on the moment.
      if status.kind == .fifo { throw .noSuchDevice }
      if status.size > largestText { throw .fileTooBig }
      text = try file.readToEnd()
    } catch {
      if error == .noSuchFile { return nil }
      throw Failure("unable to read config:", name, error)
    }
    return LogConfiguration(parsing: text.span) { complaint, value in report(complaint, value, name) }
  }

  /// Says what is wrong, in runit's words for what runit knows, and with the directory for what is ours.
  private static func report(_ complaint: Complaint, _ value: Span<UInt8>, _ name: CString) {
    var text = PathBuffer()
    let action: CString
    switch complaint {
    case .address: action = "unable to scan ip address:"
    case .port: action = "unable to scan port number:"
    case .totalSize: action = "unable to scan total size:"
    case .syncSeconds: action = "unable to scan seconds:"
    case .mode: action = "unable to scan mode:"
    }
    switch complaint {
    case .address, .port: break
    case .totalSize, .syncSeconds, .mode: _ = text.append(name) && text.append("/config: ")
    }
    // What is too long to be said is not said, nor are bytes behind a NUL.
    _ = text.append(value)
    text.withCString { text in voice.warn(action, text) }
  }
}

extension SocketAddress {
  init(_ receiver: LogReceiver) {
    switch receiver.address {
    case .version4(let address): self.init(version4: address, port: receiver.port)
    case .version6(let address): self.init(version6: address, port: receiver.port)
    }
  }
}
