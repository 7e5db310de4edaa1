import Foundation

/// Process 1 of a PID namespace: three stages, a stop in the second, and the end of the container.
struct RunitLife: ScriptedLife {
  static let program = "runit"

  private let place: TemporaryDirectory

  init() throws {
    place = try TemporaryDirectory()
    try FileManager.default.createDirectory(atPath: place("run"), withIntermediateDirectories: false)
    let scripts = ["1": "exit 0", "2": "exec sleep 1000", "3": "exit 0"]
    for (stage, rest) in scripts {
      try place.write("etc/" + stage, "#!/bin/sh\necho \(stage) >>/run/stages\n\(rest)\n", mode: 0o755)
    }
  }

  private static let prepare = """
    set -e; directory=$1; shift
    mount --make-rprivate /
    mount -t tmpfs -o mode=0755 none /etc; mkdir /etc/runit; mount --bind "$directory/etc" /etc/runit
    mount --bind "$directory/run" /run
    mount -t tmpfs -o mode=0755 none /dev; mknod -m 666 /dev/null c 1 3; touch /dev/console
    mount --bind "$directory/console" /dev/console
    mount -t proc proc /proc; cd /
    exec "$@"
    """

  func live(under injector: FaultInjector) throws -> LifeReport {
    try place.write("console", "")
    let words = ["unshare", "--kill-child", "--fork", "--pid", "--mount", "sh", "-c", Self.prepare, "sh", place.path]
    let runit = try injector.start("/usr/bin/unshare", words + [Programs.shipped("runit")], in: place.path)
    defer { runit.signal(SIGKILL) }
    try awaitTruth("stage 2", of: runit) { place.lines("run/stages") == ["1", "2"] }
    guard let process = ProcessTable.children(of: runit.id).first else { throw Broken("no process 1") }
    try awaitTruth("sleep", of: runit) {
      ProcessTable.children(of: process.id).filter { $0.isAlive }.map { $0.arguments.first } == ["sleep"]
    }
    let descriptors = runit.openFiles(of: process.id)
    try place.write("run/runit.stopit", "", mode: 0o100)
    kill(process.id, SIGCONT)
    try awaitTruth("end", of: runit) { runit.poll() != nil }
    try demand(runit.poll() == .exited(0), "ended with \(String(describing: runit.poll())): \(said(by: runit))")
    try demand(place.lines("run/stages") == ["1", "2", "3"], "stages \(place.lines("run/stages"))")
    return LifeReport(ending: .whole, descriptors: descriptors, files: place.files)
  }

  private func said(by runit: RunningProgram) -> String { runit.error + (place.read("console") ?? "") }
}
