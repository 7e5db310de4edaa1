import CLibc
import RunitCore
import Unix

/// The files that `runsv` keeps of a service. To be used inside the scan directory.
struct ServiceFiles {
  /// `supervise` in the service directory, and where `runsv` puts it when it can't be made there.
  private let places: [Path]

  /// The files of the service `name`, or of its logger.
  init(_ name: CString, ofLog: Bool = false) {
    var place = Path(name, ofLog ? "/log/supervise" : "/supervise")
    var fallback = Path("/run/runit/supervise.", name, ofLog ? "-log" : "")
    place.append("/")
    fallback.append("/")
    places = [place, fallback]
  }

  /// Whether a `runsv` is at work; only then the other files are up to date.
  var areAlive: Bool { (try? open("ok", O_WRONLY)) != nil }

  var status: ServiceStatus? {
    let text: TextBuffer<64>? = read("status")
    return text.flatMap { ServiceStatus(decoding: $0.span) }
  }

  /// What runit's own `runsv` does not tell.
  var detail: ServiceDetail? {
    let text: TextBuffer<2048>? = read("detail")
    return text.flatMap { ServiceDetail(decoding: $0.span) }
  }

  /// Calls `body` with each place, whether it exists or not.
  func forEachPlace(_ body: (CString) -> Void) {
    for place in places { place.withCString(body) }
  }

  private func read<let size: Int>(_ file: CString) -> TextBuffer<size>? {
    guard let file = try? open(file, O_RDONLY) else { return nil }
    var text = TextBuffer<size>()
    do throws(Errno) {
      try text.replace { (span) throws(Errno) in try file.read(into: &span) }
      return text
    } catch {
      return nil  // as good as missing: a later look will tell
    }
  }

  /// Opens a file where it is found first.
  private func open(_ file: CString, _ flags: CInt) throws(Errno) -> FileDescriptor {
    var obstacle = Errno.noSuchFile
    for place in places {
      var path = place
      path.append(file)
      do throws(Errno) {
        return try path.withCString { (path) throws(Errno) in try FileDescriptor.open(path, flags) }
      } catch {
        obstacle = error
      }
    }
    throw obstacle
  }
}
