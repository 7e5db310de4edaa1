import RunitCore
import Testing

@Suite("The head of a script")
struct ScriptHeadTests {
  static let heads: [(String, ScriptHead)] = [
    ("", .empty), ("\u{7f}ELF\u{2}", .binary), ("exec daemon\n", .text), ("#!\n", .text), ("#!", .text),
    ("#!/bin/sh\nexec", .script(interpreter: Array("/bin/sh".utf8))),
    ("#! /usr/bin/env python3\n", .script(interpreter: Array("/usr/bin/env".utf8))),
    ("#!/bin/sh\t-e", .script(interpreter: Array("/bin/sh".utf8))),
    ("#!/bin/sh\r\nexec", .carriageReturn), ("#!/bin/sh -e\r\n", .carriageReturn), ("#", .text),
  ]

  @Test(arguments: heads)
  func `says who is to run it`(text: String, head: ScriptHead) {
    #expect(ScriptHead(text.utf8Span.span) == head)
  }

  static let problems: [(ScriptProblem, String, String)] = [
    (.missing, "does not exist", "write it: a script that executes the daemon in the foreground"),
    (.notExecutable, "is not executable", "chmod +x a/run"),
    (.carriageReturn, "has DOS line ends, so that its interpreter is not found", "sed -i 's/\\r$//' a/run"),
    (
      .noInterpreter(Array("/bin/nosh".utf8)),
      "asks for the interpreter /bin/nosh, which does not exist or is not executable",
      "install the interpreter, or correct the first line"
    ),
  ]

  @Test(arguments: problems)
  func `that is wrong can be put right`(problem: ScriptProblem, words: String, remedy: String) {
    var text = ByteCollector()
    problem.write(to: &text)
    #expect(String(text) == words)
    text = ByteCollector()
    problem.writeRemedy(for: "a/run".utf8Span.span, to: &text)
    #expect(String(text) == remedy)
  }
}
