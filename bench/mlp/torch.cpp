// SPDX-License-Identifier: MIT
#include "mlp.hpp"

#include <torch/torch.h>

double actfn::bench::torch_microseconds(training_task const& task) {
    at::set_num_threads(1);
    torch::nn::Sequential net;
    for (std::size_t i = 1; i < task.sizes.size(); ++i) {
        net->push_back(torch::nn::Linear(task.sizes[i - 1], task.sizes[i]));
        if (i + 1 < task.sizes.size()) net->push_back(torch::nn::ReLU());
    }
    torch::optim::SGD optimiser(net->parameters(), torch::optim::SGDOptions(1e-4).momentum(0.9));
    auto const x = torch::rand({task.batch, task.sizes.front()});
    auto const labels = torch::randint(task.sizes.back(), {task.batch}, torch::kLong);
    return microseconds([&] {
        optimiser.zero_grad();
        torch::nn::functional::cross_entropy(net->forward(x), labels).backward();
        optimiser.step();
    });
}
