import Foundation
import Testing

@Suite("A read-only service directory", .ours("extensions.md: supervise/ on a read-only service directory"), .asRoot)
struct ExtensionReadOnlyTests {
  @Test func `has its supervise in /run/runit`() throws {
    let place = try TemporaryDirectory()
    let name = "runit-test-\(UUID().uuidString)"
    try place.write("\(name)/run", TreeScript.sleeper, mode: 0o755)
    try place.write("\(name)/log/run", "#!/bin/sh\nexec cat\n", mode: 0o755)
    let fallback = "/run/runit/supervise.\(name)"
    defer { for path in [fallback, fallback + "-log"] { try? FileManager.default.removeItem(atPath: path) } }
    let mount =
      "mount --bind \(name) \(name) && mount -o remount,ro,bind \(name) && exec \(Programs.path("runsv")) \(name)"
    let runsv = try RunningProgram("/usr/bin/unshare", ["unshare", "-m", "sh", "-c", mount], in: place.path)
    for path in [fallback, fallback + "-log"] {
      eventually { (try? String(contentsOfFile: path + "/stat", encoding: .utf8)) == "run\n" }
      #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o700)
      #expect(FileManager.default.fileExists(atPath: path + "/detail"))
    }
    #expect(!place.exists("\(name)/supervise"))
    SuperviseView(path: fallback).send("x")
    #expect(runsv.wait() == .exited(0))
  }

  @Test func `can be depended on`() throws {
    let place = try TemporaryDirectory()
    let db = "runit-test-\(UUID().uuidString)"
    try place.write("\(db)/run", TreeScript.sleeper, mode: 0o755)
    try place.write("web/run", TreeScript.sleeper, mode: 0o755)
    try place.write("web/dependencies", db)
    defer { try? FileManager.default.removeItem(atPath: "/run/runit/supervise.\(db)") }
    let web = try RunningProgram(program: "runsv", ["web"], in: place.path)
    eventually { place.read("web/supervise/detail")?.contains("waiting-for \(db)") == true }
    let mount = "mount --bind \(db) \(db) && mount -o remount,ro,bind \(db) && exec \(Programs.path("runsv")) \(db)"
    let runsv = try RunningProgram("/usr/bin/unshare", ["unshare", "-m", "sh", "-c", mount], in: place.path)
    eventually { place.read("web/supervise/stat") == "run\n" }
    runsv.signal(SIGTERM)
    #expect(runsv.wait() == .exited(0))
    eventually { place.read("web/supervise/detail")?.contains("phase waiting") == true }
    web.signal(SIGTERM)
    #expect(web.wait() == .exited(0))
  }
}
