import RunitCore
import Unix

/// Services and what was learnt of them, for a table.
struct ServiceList: ~Copyable {
  private struct Entry {
    let name: Path
    let service: ServiceSnapshot
    let log: ServiceSnapshot?
  }

  private let root: CString
  private var directory: ServiceDirectory
  private var entries: [Entry] = []
  private let now = Session.now

  init(in root: CString) {
    self.root = root
    directory = ServiceDirectory(in: ServicesDirectory(root))
  }

  /// Adds all services there are.
  mutating func addAll() throws(VerbProblem) {
    do throws(Errno) {
      for name in try ServiceNames.all(in: root) { add(name, unlessFile: true) }
    } catch {
      throw .fatal(Failure("unable to read directory", root, error))
    }
  }

  /// Adds the service `name`.
  mutating func add(_ name: CString) { add(Path(name), unlessFile: false) }

  private mutating func add(_ name: Path, unlessFile: Bool) {
    let found = name.withCString { name in
      do throws(ServiceProblem) {
        try directory.find(name)
        return true
      } catch {
        // Its problem is that of all services; `snapshot` would find the same.
        return false
      }
    }
    let service = found ? directory.snapshot() : ServiceSnapshot(.broken)
    // A file among the services, a README for instance, is not meant to be one.
    if unlessFile, case .broken = service.supervision, directory.isFile { return }
    let hasLog = if case .broken = service.supervision { false } else { found }
    entries.append(Entry(name: name, service: service, log: hasLog ? directory.logSnapshot() : nil))
  }

  /// Has the kernel tell of every change of the services.
  mutating func startWatching(_ watch: inout FileWatch) {
    for entry in entries {
      entry.name.withCString { name in
        // What can't be watched is looked at every second.
        guard (try? directory.find(name)) != nil else { return }
        _ = try? directory.status()
        _ = try? directory.supervisePath.withCString { (path) throws(Errno) in try watch.add(path, .replacements) }
      }
    }
  }

  /// Adds the directories that could be services, and are not.
  mutating func addDisabled() {
    let source = ServiceLink.sourceDirectory
    // Where there is no such directory, nothing waits to be enabled.
    guard let names = try? ServiceNames.disabled(in: source, except: root) else { return }
    for name in names { entries.append(Entry(name: name, service: ServiceSnapshot(.disabled), log: nil)) }
    entries.sort { $0.name.precedes($1.name) }
  }

  /// 1 if there is no directory of one of the services.
  var exitCode: CInt {
    for entry in entries { if case .broken = entry.service.supervision { return 1 } }
    return 0
  }

  var table: Table {
    var table = Table()
    table.append(ServiceTableRow.heading)
    for entry in entries {
      table.append(ServiceTableRow.cells(name: entry.name.copiedBytes, entry.service, log: entry.log, now: now))
    }
    return table
  }

  func writeJSON(to output: inout Output) {
    output.append("[")
    var isFirst = true
    for entry in entries {
      output.append(isFirst ? "\n  " : ",\n  ")
      isFirst = false
      entry.name.withCString { name in
        ServiceObject.write(name: name.bytes, entry.service, log: entry.log, now: now, to: &output)
      }
    }
    output.append(isFirst ? "]\n" : "\n]\n")
  }
}
