// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>

/// What is known of a function at run time: plain data and pointers to functions, so that objects
/// compiled for other instruction sets can hand it on. Nothing here is code.
namespace actfn::tables {

/// Characters that live as long as the program.
struct text {
    char const* data;
    std::size_t size;
};

/// Element k of a call in training has draw first + k of (seed, stream).
struct draws {
    std::uint64_t seed;
    std::uint64_t stream;
    std::uint64_t first;
};

inline constexpr std::size_t most_dimensions = 4;

enum class element : std::uint8_t { real, complex, label }; // labels are std::int64_t

/// What an operand is, in eight bits that are written and compared as one number: `flat` ones are
/// ranges, which take the shape of others; `lines` are blocks, rows and entries.
struct operand_kind {
    element of : 4;
    bool flat : 1;
    bool lines : 1;
    bool added : 1;
    bool is_const : 1;
};

/// An operand. Sizes and strides count elements.
struct operand {
    void* data;
    operand_kind is;
    int rank;
    std::ptrdiff_t size[most_dimensions];
    std::ptrdiff_t stride[most_dimensions];
};

/// How the rows of flat operands lie: the fields of row_layout or axis_layout.
struct layout {
    enum { none, row, axis } is;
    std::size_t rows_or_outer;
    std::size_t columns_or_size;
    std::size_t stride_or_inner;
};

enum class verb {
    forward,
    derivative,
    second_derivative,
    value_and_derivative,
    backward,
    backward_from_output,
    derivative_from_output,
    wirtinger,
    parameter_gradient,
    inverse,
    log_derivative
};
inline constexpr int verbs = 11;

/// How the halves of rows with value and gate lie.
enum class halves { apart, gate_first, gate_second };

/// The loops over elements, all operands without gaps; those from `often_slots` on are rare. Where
/// there is no derivative it is what goes backward from ones. In training only the derivative is
/// there, and what goes backward is gy times that. Behind the operands of `parameter_sums` are the
/// sums.
enum slot {
    value,
    derivative,
    value_and_derivative,
    derivative_from_output,
    backward,
    backward_from_output,
    often_slots,
    second_derivative = often_slots,
    parameter_sums,
    wirtinger,
    inverse,
    log_derivative,
    loop_slots
};
using loop = void (*)(void const* kernel, draws const* of, std::size_t n, void* const* operands);

/// Rows: blocks, rows, entries of every operand.
struct rows {
    void* data;
    std::ptrdiff_t size[3];
    std::ptrdiff_t stride[3];
};
enum row_slot { row_forward, row_backward, row_backward_from_output, row_slots };
using row_loop = void (*)(void const* kernel, draws const* of, rows const* operands);
/// Their gradient by the parameters, of x and gy.
using row_sum_loop = void (*)(void const* kernel, draws const* of, halves gate,
                              rows const* operands, double* sums);

/// Losses of rows: x, t, gy, y and gx, of which all but x may have no data; t is a row, or `labels`
/// are one number a row.
enum loss_operand { loss_x, loss_t, loss_gy, loss_y, loss_gx, loss_operands };
enum loss_slot { loss_forward, loss_gradient, loss_slots };
using loss_loop = void (*)(void const* kernel, rows const* operands, std::int64_t const* labels,
                           std::size_t labels_given);

enum class shape { elements, lines, losses };

/// What a check found.
struct refusal {
    bool refused;
    double bound;
};

inline constexpr std::size_t most_plain = 4;

/// How to reach the parameters of a kernel that is more than some doubles.
struct other_kernel {
    void (*construct)(void* kernel);
    double (*get)(void const* kernel, std::size_t parameter);
    void (*set)(void* kernel, std::size_t parameter, double number);
    void (*check)(void const* kernel);
    refusal (*tried)(void const* kernel);
    std::size_t (*parameter_name)(std::size_t parameter, char* to, std::size_t room);
};

/// Loops of functions in training.
struct drawn_loops {
    loop of_elements[loop_slots];
    row_loop of_rows[row_slots];
    row_sum_loop sums_of_rows;
};

/// Loops that are rarely run: the compiled library has them in units of their own.
struct rare_loops {
    loop of_elements[loop_slots - often_slots];
    row_sum_loop sums_of_rows;
    /// Whether the second half of a row comes first, or null.
    bool (*is_swapped)(void const* kernel);
    /// Rows of logits, where the parameters say that there are some.
    bool (*uses_logits)(void const* kernel);
    row_loop of_logits[row_slots];
    loss_loop losses_of_logits[loss_slots];
};

struct function {
    text name;
    text aliases;
    int kind;
    shape of;
    bool complex;
    bool complex_value;
    bool is_stochastic;
    int inputs;
    text input[2];
    std::size_t parameters;
    std::size_t kernel_size;

    /// Of kernels that are doubles one behind the other: these, by default, their names, and a bit
    /// for each that may be infinite.
    bool is_plain;
    double standard[most_plain];
    text parameter[most_plain];
    unsigned may_be_infinite;
    /// The bounds that the kernel itself checks, or null.
    void (*own_check)(void const* kernel);
    /// Of other kernels.
    other_kernel const* other;

    /// What the kernel says of products with gy, and the parameters that leave its derivative no
    /// function of its value, or null.
    bool has_constant_piece;
    bool has_infinite_slope;
    void (*check_from_output)(void const* kernel);

    /// To an actfn::facts.
    void (*facts)(void const* kernel, void* facts);
    /// Of rows: how long the output is for n entries, how many entries are taken at a time, and
    /// into how many equal parts a row of the input and one of the output is split.
    std::size_t (*output_length)(void const* kernel, std::size_t n);
    std::size_t (*group)(void const* kernel);
    std::size_t parts;
    std::size_t parts_of_output;
    bool length_is_kept;

    loop loops[often_slots];
    row_loop of_rows[row_slots];
    loss_loop of_losses[loss_slots];
    rare_loops const* rare;
    drawn_loops const* in_training; // or null
};

/// The text of an error, where it does not leave as an exception.
struct failure {
    char text[480];
};

/// Functions for one type of element, and the code that runs them: of this program or of the
/// compiled library. What returns false has filled in the failure.
struct backend {
    char const* architecture;
    std::size_t count;
    function const* const* functions;
    bool (*call)(function const* f, void const* kernel, draws const* in_training, verb v,
                 layout const* rows, halves gate, operand const* operands, std::size_t count,
                 double* sums, failure* why);
    bool (*check)(function const* f, void const* kernel, failure* why);
    /// What the check would find.
    refusal (*tried)(function const* f, void const* kernel);
    /// The function and parameters that a text names.
    bool (*find)(backend const* from, char const* text, std::size_t size, function const** f,
                 void* kernel, failure* why);
};

/// Kernels are no larger.
inline constexpr std::size_t kernel_room = 96;

} // namespace actfn::tables
