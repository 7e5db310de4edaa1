import CLibc
import Testing
import Unix

@Suite("A pipe")
struct PipeNewsTests {
  @Test func `tells its writer that nobody reads any more`() throws {
    var ends: [CInt] = [-1, -1]
    #expect(pipe2(&ends, O_CLOEXEC) == 0)
    defer { close(ends[1]) }
    var entries = [PollEntry(abandonmentOf: ends[1])]
    try entries.wait(timeoutNanoseconds: 1_000_000)
    #expect(!entries[0].isReady)
    close(ends[0])
    try entries.wait(timeoutNanoseconds: 10_000_000_000)
    #expect(entries[0].isReady)
  }

  @Test func `tells how full it is`() throws {
    let pipe = try Pipe(flags: O_NONBLOCK)
    let text = [UInt8](repeating: 65, count: 5000)
    try pipe.writeEnd.writeAll(text.span)
    let fill = pipe.readEnd.pipeFill
    #expect(fill?.used == 5000)
    #expect((fill?.capacity ?? 0) >= 65_536)
    let file = try FileDescriptor.read("/dev/null")
    let none = file.pipeFill
    #expect(none == nil)
  }
}
