import Foundation
import Testing

/// The figures that hold on any machine: what the release programs take of its disk and its memory.
@Suite("What ships", .ofShipped)
struct SizeTests {
  static let names = [
    "chpst", "runit", "runit-init", "runsv", "runsvchdir", "runsvdir", "sv", "svlogd", "svprobe", "utmpset",
  ]
  /// glibc's static archive alone has half a megabyte for each program.
  static let isLinkedAgainstMusl = size("runsv") < 400_000

  private static func size(_ name: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: Programs.shipped(name))
    return attributes?[.size] as? Int ?? 0
  }

  @Test(.enabled(if: isLinkedAgainstMusl, "needs musl-dev when the release is built"))
  func `fits into 600 kB`() {
    let sizes = Self.names.map(Self.size)
    #expect(sizes.allSatisfy { $0 > 0 })
    #expect(sizes.reduce(0, +) <= 600_000, "\(zip(Self.names, sizes).map { "\($0) \($1)" })")
    #expect(Self.size("runsv") < 110_000)
  }

  @Test(.enabled(if: isLinkedAgainstMusl, "needs musl-dev when the release is built"))
  func `supervises in 24 kB of memory of its own`() throws {
    let scene = try RunsvScene()
    let runsv = try scene.start()
    #expect(try scene.begins(runsv))
    scene.service.wait(for: "run")
    var memory: Int?
    eventually("memory: \(memory ?? 0) kB") {
      memory = runsv.entry.kilobytes("Private_Dirty")
      return memory.map { $0 <= 24 } ?? false
    }
    scene.service.send("x")
    #expect(runsv.wait() == .exited(0))
  }
}
