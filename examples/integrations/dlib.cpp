// SPDX-License-Identifier: MIT
//
// Layers of dlib that compute functions of this library: one with any pointwise function, and one
// that learns the parameter of its function. dlib's own test compares their gradients with
// differences; then a network of both learns to read the digits of examples/data.
#include "../csv.hpp"
#include <actfn/array.hpp>
#include <actfn/pointwise/smish.hpp>
#include <actfn/pointwise/swish.hpp>

#include <cstddef>
#include <cstdio>
#include <dlib/dnn.h>
#include <iostream>
#include <span>
#include <vector>

namespace {

std::span<float const> elements(dlib::tensor const& t) { return {t.host(), t.size()}; }
std::span<float> elements(dlib::tensor& t) { return {t.host(), t.size()}; }

/// What both layers share, and dlib asks for.
template <class Layer> class activation_layer {
  public:
    template <class Below> void forward(Below const& below, dlib::resizable_tensor& y) {
        y.copy_size(below.get_output());
        actfn::forward(own().function(), elements(below.get_output()), elements(y));
    }
    template <class Below>
    void backward(dlib::tensor const& gy, Below& below, dlib::tensor& gparameters) {
        dlib::tensor const& x = below.get_output();
        own().differentiate(elements(x), elements(gy), gparameters);
        // dlib adds up the gradients of all layers above.
        auto const gx = elements(below.get_gradient_input());
        actfn::backward(own().function(), elements(x), elements(gy), actfn::add_to(gx));
    }
    dlib::tensor const& get_layer_params() const { return parameters_; }
    dlib::tensor& get_layer_params() { return parameters_; }

    friend void serialize(Layer const& l, std::ostream& out) {
        dlib::serialize(l.parameters_, out);
    }
    friend void deserialize(Layer& l, std::istream& in) { dlib::deserialize(l.parameters_, in); }
    friend std::ostream& operator<<(std::ostream& out, Layer const& l) {
        return out << l.function().facts().name;
    }
    friend void to_xml(Layer const& l, std::ostream& out) { out << "<" << l << "/>\n"; }

  protected:
    dlib::resizable_tensor parameters_;

  private:
    Layer const& own() const { return static_cast<Layer const&>(*this); }
};

/// Any pointwise function.
template <auto const& f> class fixed_ : public activation_layer<fixed_<f>> {
  public:
    template <class Below> void setup(Below const&) {}
    auto const& function() const { return f; }
    void differentiate(std::span<float const>, std::span<float const>, dlib::tensor&) const {}
};
template <auto const& f, class Below> using fixed = dlib::add_layer<fixed_<f>, Below>;

/// x·σ(βx) with a β that is learnt.
class swish_ : public activation_layer<swish_> {
  public:
    template <class Below> void setup(Below const&) {
        parameters_.set_size(1);
        parameters_ = 1;
    }
    auto function() const { return actfn::swish.with({.beta = double(parameters_.host()[0])}); }
    void differentiate(std::span<float const> x, std::span<float const> gy, dlib::tensor& g) const {
        g.host()[0] = static_cast<float>(actfn::parameter_gradient(function(), x, gy).beta);
    }
};
template <class Below> using swish = dlib::add_layer<swish_, Below>;

using images = dlib::input<dlib::matrix<float>>;
using network = dlib::loss_multiclass_log<
    dlib::fc<10, swish<dlib::fc<32, fixed<actfn::smish, dlib::fc<64, images>>>>>>;

} // namespace

int main() {
    bool right = true;
    auto const claim = [&](bool holds, char const* what) {
        std::printf("%s %s\n", holds ? "yes:" : "NO: ", what);
        right = right && holds;
    };
    auto const of_fixed = dlib::test_layer(fixed_<actfn::smish>());
    if (!of_fixed) std::cout << of_fixed << '\n';
    claim(of_fixed, "dlib finds the gradient of a fixed function right");
    auto const of_learnt = dlib::test_layer(swish_());
    if (!of_learnt) std::cout << of_learnt << '\n';
    claim(of_learnt, "and those of one whose parameter is learnt");

    constexpr std::size_t learnt = 1297;
    auto const table = csv::read<int>(ACTFN_EXAMPLE_DATA_DIR "/digits.csv", learnt, 65);
    std::vector<dlib::matrix<float>> x, others;
    std::vector<unsigned long> digits, of_others;
    for (std::size_t j = 0; j < table.rows(); ++j) {
        dlib::matrix<float> image(8, 8);
        for (std::size_t i = 0; i < 64; ++i) {
            image(static_cast<long>(i / 8), static_cast<long>(i % 8)) = float(table(j, i)) / 16;
        }
        (j < learnt ? x : others).push_back(image);
        (j < learnt ? digits : of_others).push_back(static_cast<unsigned long>(table(j, 64)));
    }
    network net;
    dlib::dnn_trainer<network> trainer(net, dlib::sgd(0.0005F, 0.9F));
    trainer.set_learning_rate(0.02);
    trainer.set_mini_batch_size(32);
    trainer.set_max_num_epochs(50);
    trainer.train(x, digits);

    auto const read = net(others);
    std::size_t hits = 0;
    for (std::size_t j = 0; j < read.size(); ++j) hits += read[j] == of_others[j];
    double const share = double(hits) / double(read.size());
    std::printf("beta of swish, 1 to begin with, became %.3f\n",
                double(dlib::layer<2>(net).layer_details().get_layer_params().host()[0]));
    std::printf("%.3f of the digits of other writers are read right\n", share);
    claim(share > 0.9, "the network has learnt to read");
    return right ? 0 : 1;
}
