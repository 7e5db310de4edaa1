import CLibc
import Console
import RunitCore
import Unix

/// The claim of this `runsvdir` on its scan directory: a second one is not to start services there.
///
/// It is a name of the kernel's, made of the identity of the directory: nothing is written anywhere. Where the kernel
/// refuses the name, or another user has it, there is no claim.
struct ScanClaim: ~Copyable {
  private var claim: NameClaim?
  /// The directory that was claimed last, with success or without.
  private var directory: DirectoryIdentity?
  /// Whether no directory was claimed so far, so that nothing was started.
  private(set) var isFirst = true
  private var hasComplained = false

  init() {}

  /// Goes on with what the `runsvdir` that was here before had claimed.
  init(continuing descriptor: CInt) {
    isFirst = false
    guard descriptor >= 0 else { return }
    let descriptor = FileDescriptor(owning: descriptor)
    try? descriptor.setCloseOnExec(true)
    claim = NameClaim(continuing: descriptor)
  }

  var rawValue: CInt? {
    switch claim {
    case .some(let claim): claim.rawValue
    case nil: nil
    }
  }

  /// Lets the claim survive the execution of another program, or not.
  func setKeptOnExec(_ isKept: Bool) throws(Errno) { try claim?.setCloseOnExec(!isKept) }

  /// Claims `directory`, and gives up another one; returns who has it already.
  mutating func take(_ directory: DirectoryIdentity) -> NameClaim.Holder? {
    if self.directory == directory {
      claim?.dismissVisitors()
      return nil
    }
    var name = TextBuffer<64>("runit/runsvdir/")
    name.append(decimal: directory.device)
    name.append(UInt8(ascii: ":"))
    name.append(decimal: directory.inode)
    do throws(Errno) {
      claim = try NameClaim(name.span)
    } catch {
      let holder = error == .addressInUse ? Self.holder(of: name.span) : nil
      if let holder, holder.process != Process.id, Self.isScanner(holder) { return holder }
      if holder?.process != Process.id { claim = nil }  // else it is the one from before an upgrade
    }
    self.directory = directory
    isFirst = false
    hasComplained = false
    return nil
  }

  /// Who has `name`; one that was started together with us may be about to say so.
  private static func holder(of name: Span<UInt8>) -> NameClaim.Holder? {
    for _ in 0..<20 {
      do throws(Errno) {
        return try NameClaim.holder(of: name)
      } catch {
        guard error.saysNobodyListens else { return nil }
        Clock.sleep(seconds: 0, milliseconds: 5)
      }
    }
    return nil
  }

  /// Whether a holder is a `runsvdir` that this one may believe. One in a process namespace that can't be seen from here
  /// may serve a directory of its own that only shares the number, and any process can take a name.
  private static func isScanner(_ holder: NameClaim.Holder) -> Bool {
    guard holder.isTrusted, holder.process > 0 else { return false }
    var path = CStringBuffer<32>()
    _ = path.append("/proc/")
    path.append(decimal: holder.process)
    _ = path.append("/comm")
    var name = TextBuffer<16>()
    do throws(Errno) {
      let file = try path.withCString { (path) throws(Errno) in try FileDescriptor.open(path, O_RDONLY) }
      try name.replace { (span) throws(Errno) in try file.read(into: &span) }
    } catch {
      return true  // what can't be asked is taken for one: two would fight for each service
    }
    return name.span.hasPrefix("runsvdir")
  }

  /// Gives up the claim on a directory that is gone: its number may become another's.
  mutating func release() {
    claim = nil
    directory = nil
  }

  /// Says whose the directory is: as the end of a `runsvdir` that has done nothing yet; of any other, once.
  mutating func complain(_ holder: NameClaim.Holder, _ reporter: Reporter) {
    guard !hasComplained else { return }
    hasComplained = true
    var text = PathBuffer()
    _ = text.append("another runsvdir serves this directory already, process ")
    text.append(decimal: holder.process)
    _ = text.append("; to end that with its services, send it HUP")
    text.withCString { reporter.report(isFirst ? .fatal : .warning, Failure($0)) }
  }
}
