import RunitCore
import Unix

extension ServiceEntries {
  /// More than a service directory has entries by which `runsv` goes, unless it is somebody's store of files as well.
  private static var limit: Int { 16 }

  /// Reads the names in the service directory, in which `runsv` works.
  @inline(never)
  static func read() -> ServiceEntries {
    var entries = ServiceEntries()
    do throws(Errno) {
      let directory = try FileDescriptor.directory(".")
      return try directory.forEachName(limit: limit) { entries.insert($0.bytes) } ? entries : .unknown
    } catch {
      return .unknown  // looking for each file says what is wrong
    }
  }
}
