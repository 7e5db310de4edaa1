import Foundation
import Testing

@Suite("The standard streams of chpst's program")
struct ChpstStreamTests {
  @Test(arguments: [[0], [1], [2], [0, 2], [0, 1, 2]])
  func `are closed by number`(streams: [Int]) throws {
    let options = "-" + streams.map(String.init).joined()
    let program = try RunningProgram(program: "chpst", [options, "sleep", "100"])
    waitUntilAsleep(program)
    let open = Set(program.entry.descriptors.keys)
    #expect(open.isDisjoint(with: streams))
    #expect(open.isSuperset(of: Set(0...2).subtracting(streams)))
  }

  @Test(arguments: [(0, "stdin"), (1, "stdout"), (2, "stderr")])
  func `can't be closed twice`(number: Int, name: String) throws {
    let outcome = try run(
      "sh", ["-c", "exec \(Programs.path("chpst")) -\(number) true \(number)>&-"], executable: "/bin/sh")
    #expect(outcome.code == 111)
    if number != 2 { #expect(outcome.error == "chpst: fatal: unable to close \(name): file descriptor not open\n") }
  }

  @Test(.ours("C6: -N is of runit's development branch"), arguments: ["-N0", "-N12", "-N012", "-2N", "-N"])
  func `are reopened on the null device`(options: String) throws {
    let pipe = Pipe()
    let program = try RunningProgram(
      program: "chpst", [options, "sleep", "100"], input: pipe.fileHandleForReading.fileDescriptor)
    waitUntilAsleep(program)
    let descriptors = program.entry.descriptors
    for stream in 0...2 {
      let isNull = options.contains("\(stream)") || options == "-N"
      #expect((descriptors[stream] == "/dev/null") == isNull, "\(stream) is \(descriptors[stream] ?? "closed")")
    }
    #expect(descriptors.count == 3)
  }

  @Test(.ours("C6: -N is of runit's development branch"))
  func `are reopened even where they were closed`() throws {
    let script = "exec \(Programs.path("chpst")) -N012 sh -c 'cat && echo a && exec sleep 100' 0<&- 1>&- 2>&-"
    let program = try RunningProgram("/bin/sh", ["sh", "-c", script])
    waitUntilAsleep(program)
    #expect(program.entry.descriptors == [0: "/dev/null", 1: "/dev/null", 2: "/dev/null"])
  }
}
