import CLibc
import RunitCore
import Unix

extension LogConfiguration {
  /// Reads `config` in `directory`, called `name`; `nil` without one, and when it can't be read, which is reported.
  static func read(in directory: borrowing FileDescriptor, of name: CString) -> LogConfiguration? {
    do throws(Errno) {
      let text = try FileDescriptor.readTrusted("config", in: directory).readToEnd()
      return LogConfiguration(parsing: text.span) { complaint, value in report(complaint, value, name) }
    } catch {
      if error != .noSuchFile { voice.warn("unable to read config:", name, error) }
      return nil
    }
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
